"""What a scheme file may say, and the arrow into it from YAML."""
