"""Every error this package raises, as one tree.

Each message says what happened, shows the value, and tells what to do next.

ChatbotError
├── ConfigurationError      a setting, a prompt or a domain pack is wrong
│   ├── UnknownDomainError  no pack of that name
│   └── PromptError         a prompt file lacks a variable, or a variable was not given
├── CatalogueError          item files that cannot be used at all
│   └── StaleIndexError         the vector index is missing, corrupt or was built with another encoder
├── ModelError              a language model cannot be loaded or does not answer
│   ├── ModelMissingError   a file, package or key is not there
│   ├── ModelTimeoutError   no answer within the time allowed
│   └── ModelOutputError    an answer that does not fit the schema
├── StoreError              the database cannot be read or written
└── InputError              what the caller sent cannot be used (empty, too long, unknown id)
"""


class ChatbotError(Exception):
    """Root of the tree; `str(error)` is fit to be shown to a person."""


class ConfigurationError(ChatbotError):
    """A setting, a prompt or a domain pack is wrong."""


class UnknownDomainError(ConfigurationError):
    """No domain pack has that name."""


class PromptError(ConfigurationError):
    """A prompt file and the variables given to it do not fit."""


class CatalogueError(ChatbotError):
    """An item file that cannot be used at all (single bad rows are reported, not raised)."""


class StaleIndexError(CatalogueError):
    """The vector index is missing, corrupt, or was built with another encoder."""


class ModelError(ChatbotError):
    """A language model cannot be loaded or does not answer."""


class ModelMissingError(ModelError):
    """A model file, its package or its key is not there."""


class ModelTimeoutError(ModelError):
    """The model gave no answer within the time allowed."""


class ModelOutputError(ModelError):
    """The model's answer does not fit what was asked for."""


class StoreError(ChatbotError):
    """The database cannot be read or written."""


class InputError(ChatbotError):
    """What the caller sent cannot be used."""
