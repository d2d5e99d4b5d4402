"""Pages as a reader meets them."""

import re


def html(client, user, url, **query) -> str:
    client.force_login(user)
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def page(client, user, url, **query) -> str:
    """The words of a page: tags out, spaces plain."""
    return words_of(html(client, user, url, **query))


def words_of(content: str) -> str:
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", content, flags=re.S)
    text = text.replace("&nbsp;", " ").replace("\xa0", " ")
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))


def status(client, user, url) -> int:
    client.force_login(user)
    return client.get(url).status_code
