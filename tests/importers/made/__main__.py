"""Writes every database of every fixture anew."""

from tests.importers.made import android, apple, signal, whatsapp

android.make()
apple.make()
signal.make()
whatsapp.make()
