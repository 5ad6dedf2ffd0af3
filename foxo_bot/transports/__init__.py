"""One folder for each way to reach people and systems; none knows another."""
