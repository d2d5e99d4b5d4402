from django.urls import path

from roadmap.views import feed, task_edit, tasks

urlpatterns = [
    path("tasks/", tasks.MyTasksView.as_view(), name="tasks"),
    path("tasks/all/", tasks.TaskListView.as_view(), name="task-list"),
    path("tasks/new/", task_edit.TaskCreateView.as_view(), name="task-new"),
    path("tasks/accept/", tasks.accept_many, name="task-accept-many"),
    path("tasks/calendar/", feed.CalendarView.as_view(), name="calendar"),
    path("tasks/feed/", feed.FeedView.as_view(), name="feed"),
    path("tasks/feed/off/", feed.switch_off, name="feed-off"),
    path("tasks/feed/<str:token>.ics", feed.feed_file, name="feed-file"),
    path("tasks/<int:pk>/", tasks.TaskView.as_view(), name="task"),
    path("tasks/<int:pk>/edit/", task_edit.TaskEditView.as_view(), name="task-edit"),
    *(
        path(f"tasks/<int:pk>/{step}/", tasks.take_step, {"step": step}, name=f"task-{step}")
        for step in tasks.STEPS
    ),
]
