package extract

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"runtime/debug"
)

// The command line of a child: the program itself with these words.
const (
	childWord   = "extract"
	pictureWord = "picture"
)

// childMemory is what a child may use.
const childMemory = 256 << 20

// maxName is the longest name of a file that is read.
const maxName = 1 << 10

// Child does the work of a child process: it reads one file from in and writes what it
// holds to out. It gives the exit code. Args are the words behind the command; with
// those for a picture the process becomes the reader of pictures, within limits.
func Child(args []string, in io.Reader, out io.Writer) int {
	if len(args) > 1 && args[0] == pictureWord {
		if limit(childLimits{memory: pictureMemory, seconds: int(pictureTime.Seconds())}) != nil {
			return 1
		}
		return become(args[1], args[1:], pictureEnv)
	}
	debug.SetTraceback("none")
	debug.SetMemoryLimit(childMemory * 3 / 4)
	if limit(childLimits{memory: childMemory, seconds: int(readTime.Seconds())}) != nil {
		return 1
	}
	r := bufio.NewReader(in)
	name, data, err := readRequest(r)
	if err != nil {
		return 1
	}
	w := bufio.NewWriter(out)
	if json.NewEncoder(w).Encode(Read(name, data)) != nil || w.Flush() != nil {
		return 1
	}
	return 0
}

// request is what a child reads: the length of the name, the name, the file.
func request(name string) []byte {
	if len(name) > maxName {
		name = name[:maxName]
	}
	return append(binary.AppendUvarint(nil, uint64(len(name))), name...)
}

func readRequest(r *bufio.Reader) (name string, data []byte, err error) {
	n, err := binary.ReadUvarint(r)
	if err != nil || n > maxName {
		return "", nil, io.ErrUnexpectedEOF
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return "", nil, err
	}
	data, err = io.ReadAll(io.LimitReader(r, MaxFile+1))
	return string(b), data, err
}

// childLimits are the limits that a child sets itself.
type childLimits struct {
	memory  uint64
	seconds int
}
