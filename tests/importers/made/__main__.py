"""Writes every database of every fixture anew."""

from tests.importers.made import android, apple, bluesky, signal, skype, whatsapp

android.make()
apple.make()
bluesky.make()
signal.make()
skype.make()
whatsapp.make()
