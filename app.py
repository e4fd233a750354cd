"""The web page: `python app.py`."""

from chatbot.settings import Settings
from chatbot.web.server import build_app, launch

if __name__ == "__main__":
    settings = Settings()
    app = build_app(settings)
    launch(app, settings)
