"""在册状态: the unguessable address of each listing's status page, how often it is opened, and the keys that sign."""
