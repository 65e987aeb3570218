#pragma once

#include <string>
#include <string_view>

namespace plaint::kinds {

// The name of a region without its ending and without the peoples an autonomous one is named after (浙江省 -> 浙江,
// 黔东南苗族侗族自治州 -> 黔东南); empty if less than two characters remain.
std::string short_region_name(std::string_view name);

// A row that only fills a gap between levels ("市辖区", "县", "省直辖县级行政区划"), which nobody names.
bool is_filler_name(std::string_view name);

// A name in letters, in lower case, without words such as "province" or "district" at its end, or "Provinz" and "province
// du" before it; apostrophes are gone already.
std::string short_lettered_name(std::string_view name);

} // namespace plaint::kinds
