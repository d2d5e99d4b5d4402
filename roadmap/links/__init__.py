"""Looking at links that prove something: whether they open, where they lead, how old the page is.

addresses   which addresses may be asked at all (pure)
robots      what a site asks of programs (pure)
judging     what the answers mean, and when to look again (pure)
asking      one request to one address that was looked at before, with limits
looking     a whole link: its redirects, each hop checked anew

An address comes from a stranger and the portal stands inside a network: see `addresses`.
"""
