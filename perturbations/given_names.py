"""Given names that are surely names: no word, month, place or brand, as far as English knows."""

from perturbations.latex import words

FEMALE = words(
    "Abigail Agnes Aisha Alice Alicia Alison Allison Alyssa Amanda Amelia Amy Ana Andrea Angela "
    "Angie Anita Ann Anna Anne Annie Antonia Ashley Audrey Ava Barbara Beatrice Becky Belinda "
    "Bella Beth Bethany Betsy Betty Bianca Bonnie Brenda Brianna Bridget Brittany Camila Camille "
    "Candice Cara Carla Carly Carmen Caroline Carolyn Carrie Cathy Catherine Cecilia Celia Chloe "
    "Christina Christine Cindy Claire Clara Claudia Colleen Connie Cynthia Daniela Danielle "
    "Daphne Darla Deborah Debra Delia Denise Diana Diane Dolores Donna Dora Doris Dorothy Edith "
    "Eileen Elaine Eleanor Elena Elise Eliza Elizabeth Ella Ellen Ellie Elsa Emily Emma Erica "
    "Erin Esther Eva Evelyn Fatima Felicia Fiona Frances Francine Gabriela Genevieve Gina Gladys "
    "Gloria Greta Gretchen Gwen Hailey Haley Hallie Hannah Harriet Heidi Helen Ida Ingrid Irene "
    "Isabel Isabella Jacqueline Jane Janelle Janet Janice Jeanette Jenna Jennie Jennifer Jenny "
    "Jessica Jill Jillian Joan Joanna Joanne Jolene Josephine Josie Joyce Juanita Judith Judy "
    "Julia Juliana Julie Karen Kate Katherine Kathleen Kathy Katie Katy Kayla Keiko Kelsey Kendra "
    "Kiara Kimberly Kimiko Kira Krista Kristin Kylie Lana Lara Larissa Laura Lauren Layla Leah "
    "Leila Lena Leticia Liza Linda Lindsay Lisa Lizzy Lola Lori Lorraine Louise Lucia Lucille "
    "Lucy Luisa Lydia Mabel Madeline Maddie Maggie Mandy Mara Marcia Marcy Margaret Maria Mariana "
    "Marie Marissa Marla Marsha Marta Martha Mary Matilda Maureen Maya Megan Melanie Melissa "
    "Meredith Mia Michelle Mildred Milly Mindy Miriam Molly Mona Monica Nadia Nadine Nancy Naomi "
    "Natalia Natalie Nellie Nicole Nina Nora Norma Olga Olivia Pam Pamela Patricia Paula Pauline "
    "Peggy Phoebe Polly Priscilla Priya Rachel Ramona Raquel Rebecca Renee Rhonda Rita Roberta "
    "Rosa Rosalind Rosie Roxanne Ruth Sabrina Sadie Sally Samantha Sandra Sara Sarah Shawna "
    "Sheila Shelly Sheryl Shirley Silvia Sofia Sonia Sophia Sophie Stacy Stella Stephanie Susan "
    "Susie Suzanne Sylvia Tabitha Tamara Tammy Tanya Tara Teresa Tessa Thelma Theresa Tiffany "
    "Tina Tonya Tricia Ursula Valerie Vanessa Vera Veronica Vivian Wanda Whitney Yolanda Yvette "
    "Yvonne Zara Zelda Zoe"
)
MALE = words(
    "Aaron Adam Ahmed Alan Albert Alejandro Alexander Alfred Alvin Andre Andrew Andy Anthony "
    "Antoine Antonio Archie Arjun Arnold Arthur Barney Barry Bart Ben Benedict Benjamin Benny "
    "Bernie Bert Billy Bob Bobby Boris Brad Bradley Brandon Brendan Brent Brett Brian Bruce Bryan "
    "Byron Caleb Calvin Carl Carlos Cedric Charles Christopher Clifford Clyde Colin Connor Craig "
    "Curtis Cyrus Damien Dan Daniel Danny Dante Darrel Darren Dave David Dennis Derek Dexter "
    "Diego Dmitri Donny Donovan Doug Douglas Duncan Dylan Edgar Eduardo Edward Edwin Eli Elijah "
    "Elliot Emmett Enrique Eric Ernest Ethan Evan Ezra Fabian Felix Fernando Fred Freddy "
    "Frederick Gabriel Garrett Gary Gavin George Gerald Gilbert Gordon Greg Gregory Gus Hans "
    "Harold Harry Harvey Hassan Henry Herbert Hiroshi Horace Howard Hugo Ian Irving Isaac Isaiah "
    "Ivan Jack Jacob Jake Jamal James Jared Jason Javier Jed Jeff Jeffrey Jeremy Jerome Jerry Jim "
    "Jimmy Joe Joel Joey John Johnny Jonah Jonathan Jorge Jose Joseph Josh Joshua Juan Julian "
    "Julio Justin Keith Ken Kenji Kenneth Kenny Kevin Kirk Kurt Kwame Kyle Larry Lars Leo Leon "
    "Leonard Leroy Liam Lionel Lloyd Lorenzo Louis Lucas Luis Luke Malcolm Manny Manuel Marco "
    "Marcus Marlon Martin Marvin Mateo Matt Matthew Maurice Melvin Micah Michael Miguel Mike Milo "
    "Mitch Mitchell Morris Nate Nathan Ned Neil Nicholas Noah Oliver Omar Oswald Otto Owen Pablo "
    "Patrick Paul Pedro Percy Pete Peter Phil Philip Phillip Pierre Quentin Rafael Raj Ralph "
    "Randall Ravi Raymond Reginald Ricardo Richard Rick Robert Roberto Rodney Roger Roland Ron "
    "Ronald Rudy Rupert Ryan Samuel Scott Sean Sebastian Sergei Seth Sheldon Sid Simon Solomon "
    "Stan Stanley Stefan Stephen Steve Steven Sven Ted Terrence Theo Theodore Thomas Tim Timmy "
    "Timothy Tobias Toby Todd Tom Tommy Tony Travis Trent Trevor Tristan Tyler Tyrone Vernon "
    "Vince Vincent Walter Wendell Wesley Wilbur William Xavier Zachary Zach Zack"
)
# Names of women and of men.
UNCLEAR = words(
    "Alex Ali Avery Casey Chris Dana Emerson Frankie Hayden Jackie Jamie Jessie Kelly Kendall "
    "Kerry Kim Kris Leslie Lou Morgan Peyton Quinn Riley Rory Rowan Sam Sasha Shannon Skylar "
    "Skyler Terry Tracy"
)
SURNAMES = words(
    "Adams Anderson Bennett Campbell Clark Cruz Davis Diaz Edwards Evans Flores Garcia Gomez "
    "Gonzalez Harris Hernandez Johnson Jones Lewis Lopez Martinez Miller Morales Nguyen Ortiz "
    "Patel Perez Peterson Phillips Ramirez Richardson Robinson Rodriguez Sanchez Smith Thompson "
    "Torres Williams Wilson"
)
# One person may go by several of a line.
_FORMS = (
    "Elizabeth Liz Lizzy Lizzie Beth Betty Betsy Eliza Ellie Elsa Lisa Liza Isabel Bess",
    "Margaret Maggie Peggy Meg Megan Greta Rita Madge",
    "Katherine Catherine Kathleen Kate Katie Katy Kathy Cathy Kitty Kat Kay",
    "Robert Rob Bob Bobby Robbie Bert Roberto",
    "William Will Bill Billy Liam Willy",
    "Richard Rick Dick Rich Ricky Ricardo",
    "James Jim Jimmy Jamie Jack",
    "John Jack Johnny Jon Jonathan Sean Ian Juan Ivan",
    "Joseph Joe Joey Jose",
    "Edward Ed Ted Ned Eddie Teddy Edwin Edgar",
    "Theodore Ted Theo Teddy",
    "Anthony Tony Antonio",
    "Charles Charlie Chuck Carlos Carl",
    "Michael Mike Mikey Mick Miguel",
    "Henry Harry Hank Harold",
    "Lawrence Larry",
    "Steven Stephen Steve Stefan",
    "Susan Sue Susie Suzanne Suzie",
    "Patricia Pat Patty Tricia Trisha",
    "Patrick Pat",
    "Rebecca Becky Becca",
    "Deborah Debra Debbie Deb",
    "Jennifer Jen Jenny Jennie Jenna",
    "Janet Jane Jan Jenny Janice",
    "Mary Maria Marie Molly Polly Mara",
    "Helen Ellen Elena Eleanor Nell Nellie Nora Ella Lena Elaine Ellie",
    "Ann Anna Anne Annie Nancy Hannah Ana Anita",
    "Sarah Sara Sally Sadie",
    "Dorothy Dora Dot Dolly",
    "Barbara Barb Bobbie Babs",
    "Martha Marty Patty Marta",
    "Alexander Alex Xander Sasha Al Alejandro",
    "Samantha Sam Sammy",
    "Samuel Sam Sammy",
    "Nicholas Nick Claus",
    "Christopher Chris Kit Topher",
    "Christine Christina Chris Kris Tina Krista Kristin",
    "Albert Al Bert Alfred",
    "Alfred Fred Al Freddy",
    "Frederick Fred Freddy Rick",
    "Gerald Gerry Jerry",
    "Jerome Jerry",
    "Jeremy Jerry",
    "Randall Randy",
    "Ronald Ron Ronnie",
    "Donald Don Donny",
    "Francis Frank Frances Frankie Fran",
    "Franklin Frank Frankie",
    "Vincent Vince Vinny",
    "Terrence Terry",
    "Theresa Teresa Terry Tessa Tess",
    "Victoria Vicky Tori",
    "Veronica Ronnie Vera",
    "Cynthia Cindy",
    "Lucille Lucy Lucia",
    "Pamela Pam",
    "Amanda Mandy",
    "Melinda Mindy Linda",
    "Belinda Linda",
    "Angela Angie",
    "Isabella Bella Isabel Izzy",
    "Arabella Bella",
    "Josephine Jo Josie",
    "Joanna Joanne Jo Joan",
    "Kimberly Kim",
    "Louise Lou Louisa",
    "Louis Lou Louie Luis",
    "Zachary Zach Zack",
    "Matthew Matt Mateo",
    "Andrew Andy Drew Andre",
    "Philip Phillip Phil",
    "Gregory Greg",
    "Harriet Hattie Harry",
    "Mildred Milly Millie",
    "Camille Milly Cam",
    "Caroline Carolyn Carrie Carly Carla Carol",
    "Matilda Tilly Mattie",
    "Natalie Natalia Nat Talia",
    "Jacqueline Jackie",
    "Leonard Leo Leon Len",
    "Walter Walt Wally",
    "Daniel Dan Danny",
    "Daniela Danielle Dani",
    "Julia Julie Juliana Jill Jillian",
    "Jeffrey Jeff Geoff",
    "Abigail Abby Gail",
    "Madeline Maddie Maddy",
    "Sophia Sophie Sofia",
    "Tabitha Tabby",
    "Stephanie Steph",
    "Jessica Jess Jessie",
    "Tobias Toby",
    "Nathan Nate Nathaniel",
)
SAME_PERSON = tuple(words(line) for line in _FORMS)


def gender(name: str) -> str | None:
    """Say ``female``, ``male`` or ``unclear`` of a known name; None of any other word."""
    if name in FEMALE:
        return "female"
    if name in MALE:
        return "male"
    return "unclear" if name in UNCLEAR else None


def may_be_one_person(name: str, other: str) -> bool:
    """Whether two different names can be forms of one: Robert and Bob."""
    return any(name in line and other in line for line in SAME_PERSON)
