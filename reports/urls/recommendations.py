from django.urls import path

from reports.views import letters, recommendation, recommendations

urlpatterns = [
    path("recommendations/", recommendations.LetterListView.as_view(), name="recommendations"),
    path("recommendations/new/<int:run>/", recommendations.make, name="letters-make"),
    path("recommendations/send/<int:run>/", recommendations.send_ready, name="letters-send"),
    path(
        "recommendations/<int:run>/table.xlsx",
        recommendations.workbook,
        name="letters-workbook",
    ),
    path("recommendations/before/", recommendations.follow_up, name="recommendations-before"),
    path(
        "recommendations/<int:pk>/",
        recommendation.RecommendationView.as_view(),
        name="recommendation",
    ),
    *(
        path(
            f"recommendations/<int:pk>/{step}/",
            recommendation.take_step,
            {"step": step},
            name=f"recommendation-{step}",
        )
        for step in recommendation.STEPS
    ),
    path(
        "schools/<int:pk>/recommendations/",
        recommendations.SchoolView.as_view(),
        name="school-recommendations",
    ),
    path("letters/<int:pk>/", letters.LetterView.as_view(), name="letter"),
    path("letters/<int:pk>/add/", letters.AddView.as_view(), name="letter-add"),
    path("letters/<int:pk>/register/", letters.register, name="letter-register"),
    path("letters/<int:pk>/changes/", letters.changes, name="letter-changes"),
    path("letters/<int:pk>/renew/", letters.renew, name="letter-renew"),
    *(
        path(f"letters/<int:pk>/{step}/", letters.take_step, {"step": step}, name=f"letter-{step}")
        for step in letters.STEPS
    ),
    *(
        path(
            f"letters/<int:pk>/letter.{suffix}",
            letters.download,
            {"suffix": suffix},
            name=f"letter-{suffix}",
        )
        for suffix in ("pdf", "docx")
    ),
]
