"""Writes every database of every fixture anew."""

from tests.importers.made import android, apple, signal, skype, whatsapp

android.make()
apple.make()
signal.make()
skype.make()
whatsapp.make()
