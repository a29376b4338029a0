package models

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// misfit finds what in a YAML document does not fit what it is read into: keys that are
// not known, and values of another kind. The library stops at the first of them, and
// tells it in the words of the language that this is written in.
type misfit struct {
	file   string
	offset int
	found  []error
	lines  []int // of the document on which something was found
}

// misfits gives all that does not fit, by its place, and whether the line that the
// library stopped at is among them.
func misfits(file string, offset int, text []byte, into any, stopped int) (found []error, told bool) {
	doc, err := parser.ParseBytes(text, 0)
	if err != nil || len(doc.Docs) == 0 || doc.Docs[0].Body == nil {
		return nil, false
	}
	m := &misfit{file: file, offset: offset}
	m.look(doc.Docs[0].Body, reflect.TypeOf(into), "")
	return m.found, slices.Contains(m.lines, stopped)
}

func (m *misfit) add(at ast.Node, what, fix string) {
	t := at.GetToken()
	m.lines = append(m.lines, t.Position.Line)
	m.found = append(m.found, &Error{
		Code: Invalid, Where: fmt.Sprintf("%s:%d:%d", m.file, t.Position.Line+m.offset, t.Position.Column),
		What: secretKey.ReplaceAllString(what, "AGE-SECRET-KEY-…"), Fix: fix,
	})
}

// look holds a value against the type that it is read into.
func (m *misfit) look(n ast.Node, into reflect.Type, key string) {
	for into.Kind() == reflect.Pointer {
		into = into.Elem()
	}
	if _, own := reflect.PointerTo(into).MethodByName("UnmarshalYAML"); own {
		return // it says itself what it wants
	}
	switch n.(type) {
	case *ast.NullNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return // what these stand for is the library's to tell
	}
	switch into.Kind() {
	case reflect.Struct:
		m.keys(n, into, key)
	case reflect.Map:
		for _, v := range m.pairs(n, key) {
			m.look(v.Value, into.Elem(), under(key, keyText(v)))
		}
	case reflect.Slice, reflect.Array:
		list, ok := n.(*ast.SequenceNode)
		if !ok {
			m.add(n, subject(key)+seen(key, n)+", want a list", "write "+cmp.Or(last(key), "it")+": [...], or a line with - for each item")
			return
		}
		for _, item := range list.Values {
			m.look(item, into.Elem(), key)
		}
	default:
		if want, ok := wants(n, into.Kind()); !ok {
			m.add(n, subject(key)+seen(key, n)+", want "+want, "see "+page(m.file)+" for what it may be")
		}
	}
}

// keys holds the keys of a mapping against those that are known.
func (m *misfit) keys(n ast.Node, into reflect.Type, key string) {
	fields := map[string]reflect.Type{}
	var names []string
	for i := range into.NumField() {
		f := into.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if !f.IsExported() || name == "-" || strings.Contains(options, "inline") {
			continue
		}
		name = cmp.Or(name, strings.ToLower(f.Name))
		fields[name], names = f.Type, append(names, name)
	}
	for _, v := range m.pairs(n, key) {
		name := keyText(v)
		if of, ok := fields[name]; ok {
			m.look(v.Value, of, under(key, name))
			continue
		}
		fix := "see " + page(m.file) + " for the keys that are known here"
		if len(names) > 0 {
			if near := Nearest(name, names, 1)[0]; Alike(name, near) {
				fix = "did you mean " + near + "? " + fix
			}
		}
		what := fmt.Sprintf("%q is not a key here", name)
		if key != "" {
			what = fmt.Sprintf("%q is not a key of %s", name, key)
		}
		m.add(v.Key, what, fix)
	}
}

// pairs gives the keys of a mapping with their values.
func (m *misfit) pairs(n ast.Node, key string) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return slices.DeleteFunc(slices.Clone(n.Values), func(v *ast.MappingValueNode) bool { return v.Key.IsMergeKey() })
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	m.add(n, subject(key)+seen(key, n)+", want keys with values", "see "+page(m.file)+" for the keys that are known here")
	return nil
}

// wants tells whether a value can be read as one of a kind, and how that is called.
func wants(n ast.Node, kind reflect.Kind) (want string, ok bool) {
	scalar, is := n.(ast.ScalarNode)
	text := ""
	if is {
		text = fmt.Sprint(scalar.GetValue())
	}
	switch kind {
	case reflect.String:
		return "text", is
	case reflect.Bool:
		_, ok = n.(*ast.BoolNode)
		return "true or false", ok
	case reflect.Float32, reflect.Float64:
		_, err := strconv.ParseFloat(text, 64)
		return "a number", is && err == nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		_, err := strconv.ParseFloat(text, 64) // as in 1e3
		return "a whole number", is && err == nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v, err := strconv.ParseFloat(text, 64)
		return "a whole number from 0", is && err == nil && v >= 0
	}
	return "", true
}

// secretKeys are keys behind which a secret may stand by mistake.
var secretKeys = []string{"key", "password", "private_key", "secret", "secret_key", "access_key", "token", "identity", "landing_identity"}

// seen says what stands there; of a long text its beginning, and of what may be a secret
// nothing.
func seen(key string, n ast.Node) string {
	const most = 40
	if _, scalar := n.(ast.ScalarNode); scalar && slices.Contains(secretKeys, last(key)) {
		return "is one value"
	}
	switch n := n.(type) {
	case *ast.SequenceNode:
		return "is a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "has keys below it"
	case *ast.StringNode:
		text := []rune(secretKey.ReplaceAllString(n.Value, "AGE-SECRET-KEY-…"))
		if len(text) > most {
			text = append(text[:most], '…')
		}
		return fmt.Sprintf("is %q", string(text))
	case *ast.LiteralNode:
		return "is text of more lines"
	}
	return "is " + n.GetToken().Value
}

func keyText(v *ast.MappingValueNode) string { return v.Key.GetToken().Value }

func under(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}

// last gives the key itself, without those that it stands below.
func last(key string) string { return key[strings.LastIndex(key, ".")+1:] }

// subject begins a sentence about the value of a key; the document itself has none.
func subject(key string) string {
	return cmp.Or(key, "the document") + " "
}
