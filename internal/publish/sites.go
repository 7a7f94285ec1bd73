package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// maxSites bounds the table of sites: it travels in every bundle.
const maxSites = 128 << 10

// ReadSites reads a table of sites from a file (JSON; its shape is that of extension/src/sites/sites.json, and the
// extension checks it in every part before it takes it). "" is no table.
func ReadSites(file string) (json.RawMessage, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read table of sites: %w", err)
	}
	var head struct {
		Version int               `json:"version"`
		Sites   []json.RawMessage `json:"sites"`
	}
	if len(data) > maxSites {
		return nil, fmt.Errorf("table of sites is over %d bytes", maxSites)
	}
	if json.Unmarshal(data, &head) != nil || head.Version < 1 || len(head.Sites) == 0 {
		return nil, errors.New("table of sites: want a JSON object with a version of 1 or more and sites")
	}
	return data, nil
}
