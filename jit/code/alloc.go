package code

import (
	"slices"
	"sync/atomic"
)

// Size classes: multiples of classGrain, four to a power of two from 256 on. Whatever is larger gets whole pages.
const (
	classGrain = 64
	slabPages  = 4
	numClasses = 20
	maxClass   = 4096
)

// classes has no run-time initialisation: an array of constants.
var classes = [numClasses]int{64, 128, 192, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1536, 1792, 2048, 2560, 3072, 3584, 4096}

// slab is pages that hold objects of one size, or one large object.
type slab struct {
	page    int // first page
	pages   int
	size    int // of a slot
	class   int // -1: one large object
	objects []atomic.Pointer[Object]
	free    []int // free slots
}

func classOf(n int) int {
	i, _ := slices.BinarySearch(classes[:], n)
	return i
}

// alloc finds memory for n bytes. The lock is held.
func (s *Space) alloc(n int) (*slab, int, error) {
	if n > maxClass || s.mode == Protect { // a protected page is written once: no neighbours
		sl, err := s.newSlab((n+pageSize-1)/pageSize, -1)
		return sl, 0, err
	}
	class := classOf(n)
	list := s.partial[class]
	if len(list) == 0 {
		sl, err := s.newSlab(slabPages, class)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, sl)
	}
	sl := list[len(list)-1]
	slot := sl.free[len(sl.free)-1]
	sl.free = sl.free[:len(sl.free)-1]
	if len(sl.free) == 0 {
		list = list[:len(list)-1]
	}
	s.partial[class] = list
	return sl, slot, nil
}

func (s *Space) newSlab(pages, class int) (*slab, error) {
	page, err := s.takePages(pages)
	if err != nil {
		return nil, err
	}
	sl := &slab{page: page, pages: pages, class: class, size: pages * pageSize}
	n := 1
	if class >= 0 {
		sl.size = classes[class]
		n = pages * pageSize / sl.size
		for i := n - 1; i >= 0; i-- {
			sl.free = append(sl.free, i)
		}
	}
	sl.objects = make([]atomic.Pointer[Object], n)
	s.mapPages(sl, sl)
	return sl, nil
}

// mapPages enters what lies on a slab's pages.
func (s *Space) mapPages(sl, value *slab) {
	for p := sl.page; p < sl.page+sl.pages; p++ {
		s.regions[p/regionPages].Load()[p%regionPages].Store(value)
	}
}

// release gives a slot back, and the slab if it is empty.
func (s *Space) release(sl *slab, slot int) {
	if sl.class < 0 {
		s.mapPages(sl, nil)
		s.givePages(sl.page, sl.pages)
		return
	}
	sl.free = append(sl.free, slot)
	list := s.partial[sl.class]
	if len(sl.free) == 1 {
		list = append(list, sl)
	}
	if len(sl.free) == len(sl.objects) && len(list) > 1 { // one empty slab of a class is kept
		list = slices.Delete(list, slices.Index(list, sl), slices.Index(list, sl)+1)
		s.mapPages(sl, nil)
		s.givePages(sl.page, sl.pages)
	}
	s.partial[sl.class] = list
}

// takePages finds n consecutive pages: the first free run that is long enough, else new regions.
func (s *Space) takePages(n int) (int, error) {
	for i := range s.runs {
		r := &s.runs[i]
		if r.n < n {
			continue
		}
		page := r.start
		r.start, r.n = r.start+n, r.n-n
		if r.n == 0 {
			s.runs = slices.Delete(s.runs, i, i+1)
		}
		return page, nil
	}
	count := (n + 1 + regionPages - 1) / regionPages // the first page of new regions is a guard
	if s.opened+count > len(s.regions) || (s.opened+count == len(s.regions) && count*regionPages-1 < n+1) {
		return 0, ErrFull
	}
	first := s.opened * regionPages
	last := first + count*regionPages
	if s.opened+count == len(s.regions) {
		last-- // a guard at the end of the range
	}
	if err := s.memory.open(uintptr(first+1)*pageSize, uintptr(last-first-1)*pageSize); err != nil {
		return 0, err
	}
	for i := range count {
		s.regions[s.opened+i].Store(new(region))
	}
	s.opened += count
	s.runs = append(s.runs, run{first + 1, last - first - 1})
	return s.takePages(n)
}

// givePages makes pages a free run, joined with its neighbours. Guard pages keep runs of different regions apart.
func (s *Space) givePages(start, n int) {
	if n >= 16 {
		s.memory.giveBack(uintptr(start)*pageSize, uintptr(n)*pageSize)
	}
	i, _ := slices.BinarySearchFunc(s.runs, start, func(r run, at int) int { return r.start - at })
	s.runs = slices.Insert(s.runs, i, run{start, n})
	if i+1 < len(s.runs) && start+n == s.runs[i+1].start {
		s.runs[i].n += s.runs[i+1].n
		s.runs = slices.Delete(s.runs, i+1, i+2)
	}
	if i > 0 && s.runs[i-1].start+s.runs[i-1].n == start {
		s.runs[i-1].n += s.runs[i].n
		s.runs = slices.Delete(s.runs, i, i+1)
	}
}
