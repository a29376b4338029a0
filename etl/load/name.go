package load

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/vlot-evaluatie/peil/models"
)

// fromName gives the header and the text of each column that is in the name of a
// file. Errors are *models.Error, one for each column that the name says nothing
// of. A column that may be absent is then empty.
func fromName(e *models.Entity, name string) (headers, texts []string, err error) {
	var errs []error
	for _, c := range e.NameColumns() {
		expression, err := regexp.Compile(c.FromName)
		if err != nil {
			return nil, nil, fmt.Errorf("read from_name of %s: %w", c.Name, err)
		}
		text := ""
		if found := expression.FindStringSubmatch(name); len(found) == 2 {
			text = found[1]
		} else if !c.Optional {
			errs = append(errs, &models.Error{Code: models.Invalid, Where: name,
				What: fmt.Sprintf("has no %s in its name, want a match of %s", c.Name, c.FromName),
				Fix:  "rename the file, or mend from_name of " + c.Name + " in " + e.File})
			continue
		}
		headers, texts = append(headers, c.Headers()[0]), append(texts, text)
	}
	return headers, texts, errors.Join(errs...)
}
