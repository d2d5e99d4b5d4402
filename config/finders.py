from django.contrib.staticfiles.finders import AppDirectoriesFinder


class UsedFilesFinder(AppDirectoriesFinder):
    """Packages bring more than we use: two thousand icons, each its own file, took a minute."""

    UNUSED = (
        "bootstrap-icons/*.svg",
        "js-lib-bootstrap5/css/bootstrap-*",
        "js-lib-bootstrap5/css/*.rtl.*",
        "django_prose_editor/*.css*",
        "django_prose_editor/material-icons*",
        "django_prose_editor/default.js*",
        "django_prose_editor/configurable.js*",
    )

    def list(self, ignore_patterns):
        return super().list([*(ignore_patterns or ()), *self.UNUSED])
