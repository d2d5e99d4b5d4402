from django.urls import path

from roadmap.views import indicators, sources, values

urlpatterns = [
    path(
        "programmes/<int:pk>/indicators/new/",
        indicators.IndicatorCreateView.as_view(),
        name="indicator-create",
    ),
    path("indicators/<int:pk>/", indicators.IndicatorView.as_view(), name="indicator"),
    path(
        "indicators/<int:pk>/edit/", indicators.IndicatorEditView.as_view(), name="indicator-edit"
    ),
    path("indicators/<int:pk>/source/", sources.SourceView.as_view(), name="indicator-source"),
    path("indicators/<int:pk>/drop/", indicators.drop, name="indicator-drop"),
    path("indicators/<int:pk>/accept/", indicators.accept_many, name="indicator-accept"),
    path("indicators/<int:pk>/enter/<int:period>/", values.EntryView.as_view(), name="value-enter"),
    path("values/<int:pk>/", values.ValueView.as_view(), name="value"),
    path("values/<int:pk>/submit/", values.submit, name="value-submit"),
    path("values/<int:pk>/accept/", values.accept, name="value-accept"),
    path("values/<int:pk>/return/", values.return_for_correction, name="value-return"),
]
