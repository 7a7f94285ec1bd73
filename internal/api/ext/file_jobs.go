package ext

import (
	"hash/maphash"
	"sync"
	"time"
)

const (
	// fileWait is how long a request waits for its file to be read before it is told to
	// ask again. The extension gives up after 2.5 s.
	fileWait = 1500 * time.Millisecond
	// filePoll is when it asks again.
	filePoll = 1000 * time.Millisecond
	// fileTime bounds the reading of a file, pictures included.
	fileTime = 55 * time.Second
	// fileKept is how long an answer waits to be fetched.
	fileKept = 2 * time.Minute
	// maxFileJobs bounds the files that are read or wait to be fetched.
	maxFileJobs = 512
)

// fileJob is one file that is read. Answer and err are set once done is closed; they
// hold nothing of the file.
type fileJob struct {
	device string
	// sum tells another file under the same id; its key is this process's own.
	sum    uint64
	done   chan struct{}
	answer *fileVerdict
	err    error
	ended  time.Time
}

// fileJobs are those of this server, by decision.
type fileJobs struct {
	now  func() time.Time
	key  maphash.Seed
	mu   sync.Mutex
	jobs map[string]*fileJob
}

func newFileJobs(now func() time.Time) *fileJobs {
	return &fileJobs{now: now, key: maphash.MakeSeed(), jobs: map[string]*fileJob{}}
}

// find gives the job of a decision of this device, nil when there is none.
func (f *fileJobs) find(decision, device string) *fileJob {
	f.mu.Lock()
	defer f.mu.Unlock()
	if j := f.jobs[decision]; j != nil && j.device == device {
		return j
	}
	return nil
}

// begin enters a job, or gives false when there are too many.
func (f *fileJobs) begin(decision, device string, sum uint64) (*fileJob, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	for id, j := range f.jobs {
		if !j.ended.IsZero() && now.Sub(j.ended) > fileKept {
			delete(f.jobs, id)
		}
	}
	if len(f.jobs) >= maxFileJobs {
		return nil, false
	}
	j := &fileJob{device: device, sum: sum, done: make(chan struct{})}
	f.jobs[decision] = j
	return j, true
}

// end keeps the answer until it is fetched or too old; a failure is not kept, so that
// the same file may be tried again.
func (f *fileJobs) end(decision string, j *fileJob, answer *fileVerdict, err error) {
	f.mu.Lock()
	j.answer, j.err, j.ended = answer, err, f.now()
	if err != nil {
		delete(f.jobs, decision)
	}
	f.mu.Unlock()
	close(j.done)
}

// wait waits for the job, and reports false when it is not done in time.
func (j *fileJob) wait(stop <-chan struct{}, patience time.Duration) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-j.done:
		return true
	case <-timer.C:
	case <-stop:
	}
	return false
}

// sumOf is that of a file on its way to a destination.
func (f *fileJobs) sumOf(up *upload, in *inspection) uint64 {
	var h maphash.Hash
	h.SetSeed(f.key)
	_, _ = h.WriteString(in.destinationID()) // writing never fails
	for _, f := range up.files {
		_, _ = h.WriteString("\x00" + f.name + "\x00")
		_, _ = h.Write(f.data)
	}
	return h.Sum64()
}
