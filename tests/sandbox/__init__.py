"""The stand-ins behave as strictly as the vendors; the vendors' own SDKs are the judges."""
