"""Writes every database of every fixture anew."""

from tests.importers.made import android, apple

android.make()
apple.make()
