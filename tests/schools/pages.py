"""Opening a page of the portal and pressing its button, as somebody."""

from django.urls import reverse


def page(client, user, name, /, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"schools:{name}", args=args), query)


def press(client, user, name, /, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"schools:{name}", args=args), data)
