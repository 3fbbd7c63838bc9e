/** A town with its state, the first three digits that its ZIP codes share, two or more last digits, and the nearest shop. */
export interface Town {
  readonly city: string
  readonly state: string
  readonly zips: readonly string[]
  readonly area: string
  readonly shop: string
  /** How many of a hundred people live here, roughly. */
  readonly share: number
}

const town = (
  share: number,
  city: string,
  state: string,
  zips: string,
  area: string,
  shop: string,
): Town => ({
  share,
  city,
  state,
  zips: zips.split(' '),
  area,
  shop,
})

/** Real towns with real ZIP codes of the region; most of them begin with a zero, which a careless import loses. */
export const towns: readonly Town[] = [
  town(7, 'Northampton', 'MA', '01060 01062', '413', 'Mill River'),
  town(4, 'Amherst', 'MA', '01002', '413', 'Mill River'),
  town(3, 'Greenfield', 'MA', '01301', '413', 'Mill River'),
  town(4, 'Springfield', 'MA', '01104 01108 01118', '413', 'Mill River'),
  town(2, 'Great Barrington', 'MA', '01230', '413', 'Mill River'),
  town(2, 'Manchester-by-the-Sea', 'MA', '01944', '978', 'Granite Street'),
  town(5, 'Worcester', 'MA', '01602 01605 01609', '508', 'Mill River'),
  town(4, 'Cambridge', 'MA', '02138 02139 02140', '617', 'Fox Point Lane'),
  town(2, 'New Bedford', 'MA', '02740 02745', '508', 'Fox Point Lane'),
  town(6, 'Brattleboro', 'VT', '05301', '802', 'Whetstone Brook'),
  town(4, 'Burlington', 'VT', '05401 05408', '802', 'Whetstone Brook'),
  town(2, 'Montpelier', 'VT', '05602', '802', 'Whetstone Brook'),
  town(2, 'Bennington', 'VT', '05201', '802', 'Whetstone Brook'),
  town(6, 'Portland', 'ME', '04101 04102 04103', '207', 'Casco Yard'),
  town(2, 'Brunswick', 'ME', '04011', '207', 'Casco Yard'),
  town(2, 'Bangor', 'ME', '04401', '207', 'Casco Yard'),
  town(1, 'Kennebunkport', 'ME', '04046', '207', 'Casco Yard'),
  town(5, 'Concord', 'NH', '03301 03303', '603', 'Granite Street'),
  town(3, 'Keene', 'NH', '03431', '603', 'Whetstone Brook'),
  town(3, 'Portsmouth', 'NH', '03801', '603', 'Granite Street'),
  town(2, 'Nashua', 'NH', '03060 03062 03064', '603', 'Granite Street'),
  town(5, 'Providence', 'RI', '02903 02906 02908', '401', 'Fox Point Lane'),
  town(2, 'Newport', 'RI', '02840', '401', 'Fox Point Lane'),
  town(3, 'Mystic', 'CT', '06355', '860', 'Mystic Slip'),
  town(4, 'New Haven', 'CT', '06511 06513 06515', '203', 'Mystic Slip'),
  town(3, 'Middletown', 'CT', '06457', '860', 'Mystic Slip'),
  town(2, 'Hartford', 'CT', '06105 06106 06114', '860', 'Mystic Slip'),
  town(3, 'Hudson', 'NY', '12534', '518', 'Warren Street'),
  town(3, 'Albany', 'NY', '12203 12208', '518', 'Warren Street'),
  town(2, 'Saratoga Springs', 'NY', '12866', '518', 'Warren Street'),
  town(1, 'Poughkeepsie', 'NY', '12601 12603', '845', 'Warren Street'),
  town(3, 'Princeton', 'NJ', '08540 08542', '609', 'Stony Brook'),
  town(2, 'Hopewell', 'NJ', '08525', '609', 'Stony Brook'),
  town(2, 'Montclair', 'NJ', '07042 07043', '973', 'Stony Brook'),
  town(1, 'Doylestown', 'PA', '18901', '215', 'Stony Brook'),
]

/** Street names that every town could have; house numbers are drawn, so no address is a known person's. */
export const streets: readonly string[] =
  'Maple Street, Elm Street, Pleasant Street, Orchard Lane, South Street, Prospect Avenue, Mill Road, Quarry Road, Highland Avenue, School Street, River Road, Chestnut Street, Old Post Road, Church Street, Summer Street, Lincoln Avenue, Walnut Hill Road, Bay View Terrace, Sugarloaf Road, Meeting House Lane, Stonewall Drive, Blackberry Hollow, Upper Ferry Road, North Pepperell Turnpike Extension'.split(
    ', ',
  )

export const companies: readonly string[] =
  'Lantern Street Dental, Three Geese Bakehouse, Hathaway & Daughters Joinery, Saint Brendan’s Parish Garden, Copper Kettle Inn, Old Mill Physical Therapy, Larkspur Florists, Birch & Bell Landscape Architects, Town Library Friends, Little Acorns Day School, Northeast Community Supported Agriculture Cooperative, Quill Books'.split(
    ', ',
  )
