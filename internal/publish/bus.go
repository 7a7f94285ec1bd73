package publish

// Bus tells replicas of new policy versions, at most once. What is in force is in
// SQL; each replica also looks there every VersionPoll.
type Bus interface {
	// AnnounceVersion does not wait, and what it carries may be lost.
	AnnounceVersion(org string, version int)
	// WatchVersions calls changed for each announcement, made here or elsewhere,
	// and missed when some may have been lost, until stop is called. Neither may
	// block.
	WatchVersions(changed func(org string, version int), missed func()) (stop func())
}
