"""One file for each place in Slack where a person acts: how each kind of answer looks there."""
