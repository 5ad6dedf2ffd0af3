"""Tests of how cards and forms are drawn for Teams."""
