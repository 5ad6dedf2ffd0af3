"""The methods of Slack's Web API, a file for each family."""
