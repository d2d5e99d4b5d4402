from django.shortcuts import get_object_or_404

from schools.models import Municipality


def own_municipality(request) -> Municipality:
    """The chosen municipality, if its affairs are the user's to write."""
    ours = Municipality.objects.editable_by(request.user)
    chosen = request.place.municipality
    return get_object_or_404(ours, pk=chosen and chosen.pk)
