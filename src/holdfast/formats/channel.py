"""A service as events name it, which whoever reads of it is told by its own name."""

from holdfast.languages.language import Language
from holdfast.model.services import name_of


class Channel(str):
    """The short word of a service, for other programs; on pages and papers it is said as people call it."""

    __slots__ = ()

    def spoken(self, language: Language) -> str:
        """The name of the service in that language."""
        return language.gettext(name_of(self))
