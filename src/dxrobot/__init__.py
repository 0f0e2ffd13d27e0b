"""dxrobot: RPA and AI-OCR workflows for Japanese municipalities."""

__version__ = "0.1.0"
