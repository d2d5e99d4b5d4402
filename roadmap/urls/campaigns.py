from django.urls import path

from roadmap.views import campaigns, submissions

urlpatterns = [
    path("programmes/<int:pk>/campaigns/", campaigns.CampaignListView.as_view(), name="campaigns"),
    path(
        "programmes/<int:pk>/campaigns/new/",
        campaigns.CampaignCreateView.as_view(),
        name="campaign-create",
    ),
    path("campaigns/<int:pk>/", campaigns.CampaignView.as_view(), name="campaign"),
    path("campaigns/<int:pk>/report.xlsx", campaigns.download, name="campaign-workbook"),
    *(
        path(f"campaigns/<int:pk>/{step}/", campaigns.move, {"step": step}, name=f"campaign-{step}")
        for step in campaigns.STEPS
    ),
    path("submissions/<int:pk>/", submissions.SubmissionView.as_view(), name="submission"),
    path("submissions/<int:pk>/send/", submissions.send, name="submission-send"),
    path("submissions/<int:pk>/nothing/", submissions.have_nothing, name="submission-nothing"),
    path(
        "submissions/<int:pk>/nothing/take-back/",
        submissions.take_back_nothing,
        name="submission-take-back",
    ),
    path("submissions/<int:pk>/accept/", submissions.accept, name="submission-accept"),
    path(
        "submissions/<int:pk>/return/",
        submissions.return_for_correction,
        name="submission-return",
    ),
    path("submissions/<int:pk>/reopen/", submissions.reopen, name="submission-reopen"),
]
