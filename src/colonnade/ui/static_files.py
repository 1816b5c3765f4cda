"""Static files from the same process, with the caching that their names allow."""

import re

from servestatic.middleware import ServeStaticMiddleware

HASHED = re.compile(r"/ui/built/assets/.+-[0-9A-Za-z_-]{8}\.\w+$")


class StaticFilesMiddleware(ServeStaticMiddleware):  # type: ignore[misc]  # servestatic ships no types
    """Serves static files; what Vite built carries a hash in its name and is kept by browsers for good."""

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Return whether ``url`` names a file that never changes."""
        return HASHED.search(url) is not None
