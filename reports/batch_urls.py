from django.urls import path

from .views import batches

urlpatterns = [
    path("batches/", batches.BatchListView.as_view(), name="batches"),
    path("batches/<int:pk>/", batches.BatchView.as_view(), name="batch"),
    path("batches/runs/<int:run>/", batches.start_of_run, name="batch-of-run"),
    path("batches/letters/<int:run>/", batches.start_of_letters, name="batch-of-letters"),
    path("batches/passports/", batches.start_of_passports, name="batch-of-passports"),
    path("batches/regions/<int:pk>/", batches.start_of_region, name="batch-of-region"),
    path("batches/<int:pk>/cancel/", batches.cancel, name="batch-cancel"),
    path("batches/<int:pk>/retry/", batches.retry, name="batch-retry"),
    path("batches/<int:pk>/archive.zip", batches.download, name="batch-archive"),
]
