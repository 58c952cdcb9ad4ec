"""A number that is written out with more care than a count, for the words of a finding."""

from holdfast.languages.language import Language


class Figure(str):
    """A number in English, such as "1,234.5", that can be written in another language too."""

    __slots__ = ()

    def spoken(self, language: Language) -> str:
        """The same in that language."""
        return language.written(self)
