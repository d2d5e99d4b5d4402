"""supervisord, which answers Ctrl+C at once: its programs take up to ten seconds to end."""

import os
import signal
import sys

from supervisor.options import ServerOptions, SignalReceiver
from supervisor.supervisord import go


class Heard(SignalReceiver):
    """Says once that it has heard. A handler of signals writes past the buffers."""

    said = False

    def receive(self, sig, frame):
        super().receive(sig, frame)
        if sig in (signal.SIGINT, signal.SIGTERM) and not self.said:
            self.said = True
            os.write(sys.stdout.fileno(), "\nОстанавливаем портал…\n".encode())


if __name__ == "__main__":
    options = ServerOptions()
    options.signal_receiver = Heard()
    options.realize(doc="")
    options.first, options.test = True, False
    go(options)
    options.close_httpservers()
    options.close_logger()
