package wire

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"path"

	"github.com/gin-gonic/gin"
)

// fragments are the parts of the document: base.json is the frame with what all
// share, each other file has the paths and components of one area.
//
//go:embed openapi/*.json
var fragments embed.FS

// OpenAPI is the document that describes the API, members in order of their names.
var OpenAPI = document()

// fragment is what an area may add.
type fragment struct {
	Paths      map[string]json.RawMessage            `json:"paths"`
	Components map[string]map[string]json.RawMessage `json:"components"`
}

// document puts the fragments together. They are part of the program: one that is
// not JSON, or that has what another has, is a mistake of ours.
func document() []byte {
	var frame map[string]json.RawMessage
	read("base.json", &frame)
	var whole fragment
	read("base.json", &whole)
	files, err := fragments.ReadDir("openapi")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		if f.Name() == "base.json" {
			continue
		}
		var part fragment
		read(f.Name(), &part)
		merge(f.Name(), whole.Paths, part.Paths)
		for kind, list := range part.Components {
			if whole.Components[kind] == nil {
				whole.Components[kind] = map[string]json.RawMessage{}
			}
			merge(f.Name(), whole.Components[kind], list)
		}
	}
	admitPrograms(whole.Paths)
	frame["paths"], frame["components"] = encode(whole.Paths), encode(whole.Components)
	return encode(frame)
}

func read(name string, into any) {
	b, err := fragments.ReadFile(path.Join("openapi", name))
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		panic(fmt.Sprintf("openapi/%s: %v", name, err))
	}
}

func merge(file string, into, from map[string]json.RawMessage) {
	for name := range from {
		if _, twice := into[name]; twice {
			panic(fmt.Sprintf("openapi/%s: %s is in another fragment too", file, name))
		}
	}
	maps.Copy(into, from)
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// ServeOpenAPI answers with the document.
func ServeOpenAPI(c *gin.Context) {
	c.Data(http.StatusOK, "application/json", OpenAPI)
}
