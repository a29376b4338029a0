package chart

import "github.com/vlot-evaluatie/peil/reports/chart/svg"

func drawLine(s Series, c *svg.Canvas) error      { return nil }
func drawSpark(s Series, c *svg.Canvas) error     { return nil }
func drawMultiples(s Series, c *svg.Canvas) error { return nil }
func drawBar(s Series, c *svg.Canvas) error       { return nil }
func drawStacked(s Series, c *svg.Canvas) error   { return nil }
func drawRows(s Series, c *svg.Canvas) error      { return nil }
func drawHeatmap(s Series, c *svg.Canvas) error   { return nil }
func drawFunnel(s Series, c *svg.Canvas) error    { return nil }
func drawTiles(s Series, c *svg.Canvas) error     { return nil }
func drawSankey(s Series, c *svg.Canvas) error    { return nil }
