from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Программы"

    def ready(self):
        """Each app tells in its `sources` what it knows of indicators; see roadmap.sources."""
        autodiscover_modules("sources")
