/** A given name's family of surnames, so that names belong together; with how often it is drawn. */
export interface NameGroup {
  readonly share: number
  readonly first: readonly string[]
  readonly last: readonly string[]
}

const words = (text: string): readonly string[] => text.trim().split(/\s*,\s*/)

/** Given names and surnames as one hears them in New England and around, written with their own letters. */
export const nameGroups: readonly NameGroup[] = [
  {
    share: 46,
    first: words(
      'Abigail, Amos, Beatrice, Calvin, Charlotte, Clara, Daniel, Dorothy, Edith, Eleanor, Emmett, Esther, Frances, George, Grace, Hannah, Harriet, Henry, Ida, Jack, James, Joan, Josephine, Julia, Katharine, Laura, Lewis, Lydia, Mabel, Margaret, Martha, Nathaniel, Nora, Oliver, Pearl, Peter, Phoebe, Ruth, Samuel, Silas, Stella, Theodore, Thomas, Violet, Walter, Winifred, Jo, Al, Kit, Bo',
    ),
    last: words(
      'Abbott, Ames, Barrett, Bartlett, Bishop, Blake, Brewster, Brooks, Chandler, Chase, Colby, Cutler, Davenport, Dyer, Eaton, Fairbanks, Fletcher, Foster, Gage, Goodwin, Hale, Hathaway, Holbrook, Howe, Ingalls, Kimball, Lathrop, Lowell, Marsh, Merrill, Nash, Osgood, Page, Parker, Peabody, Pratt, Prescott, Sawyer, Sewall, Stone, Thayer, Tuttle, Upham, Wadsworth, Webster, Wheeler, Whitcomb, Whitney, Ng, Day, Fairchild-Whittington',
    ),
  },
  {
    share: 12,
    first: words('Maeve, Siobhán, Aoife, Niamh, Ciarán, Seán, Bridget, Conor, Declan, Róisín, Finbar, Nuala'),
    last: words(
      'O’Brien, O’Connell, Murphy, Sullivan, Gallagher, Doherty, Ó Súilleabháin, McCarthy, Flaherty, Kelleher, MacGillivray',
    ),
  },
  {
    share: 11,
    first: words(
      'Marisol, José, Lucía, Andrés, Inés, Sebastián, Ana María, Joaquín, Noemí, Ramón, Begoña, Íñigo, María Fernanda',
    ),
    last: words(
      'Ortega, Muñoz, Peña, Rodríguez, García, Núñez, Ibáñez, Castañeda, Vázquez, de la Cruz Hernández, Santiago',
    ),
  },
  {
    share: 7,
    first: words('João, Conceição, Inês, Luís, Graça, Simão, Fátima, António'),
    last: words('Gonçalves, Araújo, Medeiros, Furtado, Simões, Câmara, da Conceição, Magalhães'),
  },
  {
    share: 6,
    first: words('Geneviève, François, Hélène, Benoît, Zoé, Maëlle, Thérèse, Jean-Sébastien, Anaïs, Noël'),
    last: words('Bélanger, Thibodeau, Lévesque, Côté, Desjardins, Pelletier, Gagné, Beauséjour, L’Heureux'),
  },
  {
    share: 5,
    first: words('Małgorzata, Łukasz, Zofia, Stanisław, Agnieszka, Kazimierz, Grażyna'),
    last: words('Wiśniewski, Wójcik, Dąbrowski, Żukowski, Kowalczyk, Szczepański, Brzęczyszczykiewicz'),
  },
  {
    share: 4,
    first: words('Jürgen, Käthe, Björn, Åsa, Søren, Ingrid, Solveig, Jörg, Þórunn'),
    last: words('Müller, Schröder, Sjöström, Ångström, Østergaard, Großmann, Lindqvist, Guðmundsdóttir'),
  },
  {
    share: 4,
    first: words('Nguyệt, Thảo, Hương, Tuấn, Phượng, Đức, Quỳnh'),
    last: words('Nguyễn, Trần, Phạm, Lê, Võ, Đặng, Huỳnh'),
  },
  {
    share: 5,
    first: words(
      'Priya, Arjun, Wei, Mei-Ling, Aisha, Omar, Fatima, Kwame, Ayodele, Chiamaka, Kenji, Haruka, Min-jun, Leilani',
    ),
    last: words(
      'Patel, Raghunathan, Chen, Wang, Haddad, El-Masri, Mensah, Adeyemi, Okonkwo-Eze, Tanaka, Sato, Kim, Park, Kahananui',
    ),
  },
  {
    share: 3,
    first: words('Čeněk, Şebnem, Gülşah, İpek, Ștefan, Ionuț, Ángela, Dušan, Željka, Márta, Zoltán, Ķirils'),
    last: words('Dvořák, Yılmaz, Öztürk, Ionescu, Țurcanu, Petrović, Horváth, Kőszegi, Bērziņš'),
  },
  {
    share: 1.4,
    first: words('Ελένη, Γιώργος, Αικατερίνη, Κωνσταντίνος, Σοφία'),
    last: words('Παπαδοπούλου, Νικολάου, Γεωργίου, Καραγιάννης'),
  },
  {
    share: 1.4,
    first: words('Оксана, Дмитро, Наталья, Сергей, Людмила, Ђорђе'),
    last: words('Шевченко, Коваленко, Иванова, Кузнецов, Петровић'),
  },
]

/** People at both ends of the scale, always on the list: they are what a proof must show. */
export const extremes: readonly { readonly first: string; readonly last: string }[] = [
  { first: 'Alexandria-Josephine', last: 'Featherstonehaugh-Wetherington' },
  { first: 'Maria-Magdalena Theodora', last: 'von Hohenberg-Sandomierska' },
  { first: 'Konstantinos-Alexandros', last: 'Papachristodoulopoulos' },
  { first: 'Bo', last: 'Li' },
  { first: 'Al', last: 'Ng' },
  { first: 'Jo', last: 'Ó Súilleabháin' },
  { first: 'Wilhelmina', last: 'O’Shaughnessy-Whittingham' },
  { first: 'Αικατερίνη', last: 'Παπαδοπούλου' },
  { first: 'Людмила', last: 'Шевченко' },
]
