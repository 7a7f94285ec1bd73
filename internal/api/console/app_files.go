package console

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// App is the console itself, as its build leaves it: one page that shows all of
// them, and assets whose names change with their content.
type App struct {
	index  []byte
	assets map[string]asset
}

type asset struct{ plain, gzip []byte }

// LoadApp reads a build. Of a folder without one it makes an App that says so.
func LoadApp(files fs.FS) (*App, error) {
	a := &App{assets: map[string]asset{}}
	var err error
	if a.index, err = fs.ReadFile(files, "index.html"); errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	names, err := fs.Glob(files, "assets/*.gz")
	if err != nil {
		return nil, fmt.Errorf("list assets: %w", err)
	}
	for _, name := range names {
		var one asset
		plain := strings.TrimSuffix(name, ".gz")
		for file, into := range map[string]*[]byte{name: &one.gzip, plain: &one.plain} {
			if *into, err = fs.ReadFile(files, file); err != nil {
				return nil, fmt.Errorf("read asset: %w", err)
			}
		}
		a.assets[path.Base(plain)] = one
	}
	return a, nil
}

// Mount adds the console under /console/ and its assets. The page is the same for
// everybody; what a person may see comes from the API.
func (a *App) Mount(r gin.IRouter) {
	r.GET("/console/*page", func(c *gin.Context) {
		if a.index == nil {
			c.String(http.StatusNotFound, "This program was built without its console. Run: make build\n")
			return
		}
		c.Header("Content-Security-Policy", pagePolicy)
		c.Data(http.StatusOK, "text/html; charset=utf-8", a.index)
	})
	for name, one := range a.assets {
		r.GET(path.Join("/assets", name), func(c *gin.Context) { one.send(c, kindOf(name)) })
	}
}

func kindOf(name string) string {
	if path.Ext(name) == ".css" {
		return "text/css; charset=utf-8"
	}
	return "text/javascript; charset=utf-8"
}

// send may be kept for ever: another content has another name.
func (s asset) send(c *gin.Context, kind string) {
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Vary", "Accept-Encoding")
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, kind, s.gzip)
		return
	}
	c.Data(http.StatusOK, kind, s.plain)
}
