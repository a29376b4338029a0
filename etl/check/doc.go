// Package check compiles a source contract into SQL over text cells: for each
// column a typed value, or a reason that names the rule it broke.
//
// The relation that etl/decode and etl/load make has the columns _line, c1, c2,
// ... cN in the order of the file. Compile resolves its header against the
// contract and gives a Plan; Plan.Good selects the typed, protected rows and
// Plan.Rejects every broken rule of every other row. Both are built from the
// same expressions, so a row is in exactly one of the two:
//
//	cells    x1 .. xn   the text, null where it means "no value"
//	                    p1 .. pn the placeholder, for columns that have them
//	typed    v1 .. vn   the value, null where the text is not one
//	looked   v1 .. vn   values that come from a reference list
//	judged   e1 .. en   0, or which rule of the column is broken
//	                    w1 .. wm for rules over several columns
//
// Work is done by the engine for a whole file at once: a million rows are one
// statement, never one call a cell. The usual spelling of a value is recognised
// by writing the parsed value back and comparing; regular expressions see only
// what is left.
//
// The package knows no file format (only whether the cells come from a workbook
// or JSON, where numbers and dates have a machine form) and opens no file. It
// never repairs a value that the contract does not allow; what it repairs, or reads
// as a placeholder, Plan.Counts counts. A contract that no file could mend never
// comes here: models refuses it when the project is loaded, and what is left of
// those faults in this package is a guard.
package check
