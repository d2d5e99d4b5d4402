from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalAdminConfig(AdminConfig):
    default_site = "config.admin.PortalAdminSite"


class PortalStaticFilesConfig(StaticFilesConfig):
    """Packages bring more than we use: two thousand icons, each its own file, took a minute."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-icons/*.svg",
        "js-lib-bootstrap5/css/bootstrap-*",
        "js-lib-bootstrap5/css/*.rtl.*",
    ]
