"""The api backend: any server with OpenAI's interface."""
