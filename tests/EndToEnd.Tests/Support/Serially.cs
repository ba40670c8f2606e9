// FlushAsync, the meter and SelfLog are the process's: tests that ran at the same time would see each other's events.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
