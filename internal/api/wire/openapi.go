package wire

import (
	_ "embed" // the document
	"net/http"

	"github.com/gin-gonic/gin"
)

// OpenAPI is the document that describes the API.
//
//go:embed openapi.json
var OpenAPI []byte

// ServeOpenAPI answers with the document.
func ServeOpenAPI(c *gin.Context) {
	c.Data(http.StatusOK, "application/json", OpenAPI)
}
