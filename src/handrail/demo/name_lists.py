"""Made-up names for made-up people: many homes, and the shapes that break careless software."""

# home: given names for girls, given names for boys, surnames
HOMES: dict[str, tuple[str, str, str]] = {
    "English": (
        "Ella Poppy Isla Ruby Martha Edie Nancy Hattie Maisie Orla Tess Flora Ivy Elsie Beth",
        "Alfie Archie Freddie Stanley Ralph Toby Rory Wilf Ned Albie Jude Kit Ellis Reggie Max",
        "Ashdown Barley Copley Dray Eastling Fenn Garth Hallam Inskip Jessop Kirkby Larkin Mallory "
        "Nettle Oakes Pell Quayle Rudd Sallow Thorne Upton Vane Whitlock Yarrow Brindle Carver",
    ),
    "Welsh": ("Carys Nia Lowri Mali", "Iolo Gethin Macsen Idris", "Pugh Bevan Gittins Prosser"),
    "Irish": (
        "Niamh Aoife Róisín Clodagh", "Cillian Oisín Fionn Tadhg",
        "O’Dell O’Hara-Lynch McGarry Ní_Bhriain Devane",
    ),
    "Polish": (
        "Zuzanna Oliwia Kinga Małgosia", "Łukasz Kacper Stanisław Bartek",
        "Wójcik Zielińska Dąbek Krawiec Lis",
    ),
    "Urdu": (
        "Aisha Zara Noor Inaya Hafsa", "Bilal Hamza Ibrahim Zain Ayaan",
        "Malik Chaudhry Siddiqui Raja Anwar Mirza",
    ),
    "Bengali": ("Tahmina Sadia Nusrat Rumi", "Rafiq Tariq Imran Shuvo", "Begum Uddin Miah Choudhury"),
    "Yoruba": (
        "Adaeze Temi Folake Ifeoluwa", "Tobi Chidi Kelechi Oluwaseun",
        "Adeyinka Okonjo Balogun Ezeudu Oyelaran",
    ),
    "Somali": ("Hodan Ayaan Sagal Ifrah", "Abdi Warsame Liban Yahya", "Warsame Farah Jama Hersi"),
    "Arabic": ("Layla Salma Yasmin Rania", "Omar Karim Sami Nabil", "El-Sayed Haddad Mansour Khoury"),
    "Cantonese": ("Mei Wing-Yan Suki Hoi", "Ka-Ho Jun Wai Lok", "Ng Cheung Lau Fong O"),
    "Portuguese": (
        "Inês Beatriz Lara Conceição", "João Tiago Davi Rui", "da_Silva Gonçalves Falcão dos_Reis",
    ),
    "Turkish": ("Elif Defne Şule Ece", "Kerem Çağan Emir Ozan", "Çelik Yıldız Öztürk Şahin"),
    "Ukrainian": ("Daryna Oksana Solomiia Mila", "Ostap Danylo Taras Yarema", "Melnyk Kovalenko Hrytsak"),
    "Punjabi": ("Simran Jasleen Amrit Kiran", "Arjan Gurdeep Harvir Jovan", "Gill Sandhu Dhaliwal Bains"),
    "Tamil": ("Meena Anjali Kavya Priya", "Arun Vishnu Karthik Dhruv", "Subramaniam Raman Pillai Selvan"),
    "Romanian": ("Ioana Ștefania Ana", "Ștefan Radu Mihai", "Țurcanu Popa Ionescu Dinu"),
    "Jamaican": ("Shanice Kezia Amara", "Malachi Jahmal Tyrell", "Campbell-Grey Bogle Pinnock D’Aguilar"),
    "French": ("Élodie Chloë Maëlle", "Noël Théo Rémi", "N’Diaye Lefèvre Beauchêne"),
}  # fmt: skip

# How often each home is met; the school stands in an English city.
SHARES = {
    "English": 52, "Urdu": 8, "Polish": 6, "Irish": 4, "Yoruba": 4, "Bengali": 4, "Punjabi": 3,
    "Somali": 3, "Arabic": 3, "Jamaican": 3, "Romanian": 2, "Portuguese": 2, "Turkish": 1,
    "Ukrainian": 1, "Tamil": 1, "Cantonese": 1, "Welsh": 1, "French": 1,
}  # fmt: skip

AT_HOME = {"English": "English", "Welsh": "English", "Irish": "English", "Jamaican": "English"}

# given, surname, language: the first pupils that a school gets after the cast, so that every one
# of these shapes is in every demonstration: no surname, one letter, very long, right to left.
UNUSUAL = (
    ("Suharti", "", "Indonesian"),
    ("J", "Whitlock", "English"),
    ("Anne-Marie Théodora", "Featherstonehaugh-Cholmondeley-Okonjo", "English"),
    ("ليلى", "حداد", "Arabic"),
    ("יעל", "בן־דוד", "Hebrew"),
    ("Đặng", "Thị Ánh", "Vietnamese"),
    ("Ty", "de la Haye St. Ives", "English"),
    ("Siân", "ap Rhys", "Welsh"),
    ("K’Leigh", "D’Souza-O’Neill", "English"),
    ("van der", "Berg", "Dutch"),
)


def split(names: str) -> tuple[str, ...]:
    """The names of a row; an underline stands for a space within a name."""
    return tuple(name.replace("_", " ") for name in names.split())
