"""The losses of the methods and of the contrastive reward, as pure functions."""
