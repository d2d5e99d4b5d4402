from django.contrib.staticfiles.finders import AppDirectoriesFinder


class UsedFilesFinder(AppDirectoriesFinder):
    """Packages bring more than we use: two thousand icons, each its own file, took a minute."""

    UNUSED = (
        "bootstrap-icons/*.svg",
        "js-lib-bootstrap5/css/bootstrap-*",
        "js-lib-bootstrap5/css/*.rtl.*",
    )

    def list(self, ignore_patterns):
        return super().list([*(ignore_patterns or ()), *self.UNUSED])
