"""The web page: a Gradio chat mounted in FastAPI, over the same chatbot as every other way in."""
