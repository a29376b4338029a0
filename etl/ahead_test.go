package etl_test

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestDeliveryOfADayToComeIsNotTakenIn(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.put("beds/beds_2033-01-31.csv", "house;beds\nnorth;9\n")
	h.put("beds/beds_2024-01-09.csv", "house;beds\nnorth;5\n") // where it is tomorrow already
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, "beds/beds_2033-01-31.csv: is of 2033-01-31 by its name, and today is 2024-01-08: it is not taken in; rename the file")
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0", "2 beds/beds_2024-01-09.csv 1/0/0")
}
