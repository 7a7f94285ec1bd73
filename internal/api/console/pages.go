package console

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/ident"
)

// Pages are the pages for who has no session yet, and the account page. Everything
// they show of a person comes from the API.
type Pages struct {
	html   map[string][]byte // by name and language: "inloggen.nl"
	assets map[string][]byte
}

// pageNames are the templates, each a page at its name.
var pageNames = []string{"inloggen", "bevestigd", "aanmelden", "welkom", "account"}

// demoPage is served in a demo alone.
const demoPage = "demo"

// assetTypes are the files that pages load.
var assetTypes = map[string]string{
	"account.css": "text/css; charset=utf-8", "account.js": script, "page.js": script, "factors.js": script, "passkey.js": script, "sso.js": script,
	"employee.js": script,
}

const script = "text/javascript; charset=utf-8"

// texts are those of one language, by page.
type texts map[string]map[string]string

// LoadPages renders the pages in every language. Files holds the templates, a
// catalogue of texts for each language, and the assets.
func LoadPages(files fs.FS) (*Pages, error) {
	p := &Pages{html: map[string][]byte{}, assets: map[string][]byte{}}
	for _, lang := range ident.Languages {
		b, err := fs.ReadFile(files, lang+".json")
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		var all texts
		if err := json.Unmarshal(b, &all); err != nil {
			return nil, fmt.Errorf("read texts %s: %w", lang, err)
		}
		for _, name := range append(slices.Clone(pageNames), demoPage) {
			if p.html[name+"."+lang], err = render(files, name, lang, all); err != nil {
				return nil, fmt.Errorf("render page %s: %w", name, err)
			}
		}
	}
	for name := range assetTypes {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read asset: %w", err)
		}
		p.assets[name] = b
	}
	return p, nil
}

func render(files fs.FS, name, lang string, all texts) ([]byte, error) {
	t, err := template.New(name+".html").Option("missingkey=error").ParseFS(files, "frame.html", name+".html")
	if err != nil {
		return nil, err
	}
	words := maps.Clone(all[name])
	maps.Copy(words, all["shared"])
	var b bytes.Buffer
	err = t.Execute(&b, map[string]any{"Lang": lang, "T": words, "Problems": all["problems"], "Roles": all["roles"]})
	return b.Bytes(), err
}

// Mount adds the pages at the root.
func (p *Pages) Mount(r gin.IRouter) {
	r.GET("/", func(c *gin.Context) { c.Redirect(http.StatusFound, "/console/") })
	for _, name := range pageNames {
		r.GET("/"+name, p.page(name))
	}
	for name, kind := range assetTypes {
		r.GET(path.Join("/assets", name), func(c *gin.Context) { c.Data(http.StatusOK, kind, p.assets[name]) })
	}
}

// MountDemo adds the page on which a visitor of a demo chooses a role.
func (p *Pages) MountDemo(r gin.IRouter) { r.GET("/"+demoPage, p.page(demoPage)) }

func (p *Pages) page(name string) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Security-Policy", pagePolicy)
		c.Header("Vary", "Accept-Language")
		c.Data(http.StatusOK, "text/html; charset=utf-8", p.html[name+"."+language(c)])
	}
}

// pagePolicy lets a page load its own style and script and talk to its own server.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// language is the one that was asked for, else the first of the browser's that we
// have, else Dutch.
func language(c *gin.Context) string {
	if asked := c.Query("lang"); slices.Contains(ident.Languages, asked) {
		return asked
	}
	for part := range strings.SplitSeq(c.GetHeader("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(part, ";")
		primary, _, _ := strings.Cut(strings.TrimSpace(tag), "-")
		if primary = strings.ToLower(primary); slices.Contains(ident.Languages, primary) {
			return primary
		}
	}
	return ident.Languages[0]
}
