"""The pages on channels: what a transaction costs where, what moving it saves, who serves it."""
