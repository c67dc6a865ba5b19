"""Given names that are surely names: no word, month, place or brand, as far as English knows."""

from clipo_bench.perturbations.text.latex import words

FEMALE = words(
    "Abigail Adele Adriana Agnes Aisha Alice Alicia Alina Alison Allison Alyssa Amanda Amara "
    "Amelia Amy Ana Anastasia Andrea Angela Angie Anita Ann Anna Anne Annie Annika Antonia Ariana "
    "Ashley Astrid Audrey Ava Barbara Beatrice Beatriz Becky Belinda Bella Bernadette Bertha Beth "
    "Bethany Betsy Betty Bianca Bonnie Brenda Brianna Bridget Brielle Brittany Camila Camilla "
    "Camille Candice Cara Carla Carlotta Carly Carmen Caroline Carolyn Carrie Cassandra Cassie "
    "Catalina Catherine Cathy Cecilia Celia Charlene Cheryl Chloe Christina Christine Cindy "
    "Claire Clara Clarissa Claudia Colleen Connie Cora Corinne Cristina Cynthia Daniela Danielle "
    "Daphne Darla Darlene Debbie Deborah Debra Deirdre Delia Delilah Denise Desiree Diana Diane "
    "Dolores Donna Dora Doreen Doris Dorothy Edith Edna Eileen Elaine Eleanor Elena Elisa "
    "Elisabeth Elise Eliza Elizabeth Ella Ellen Ellie Eloise Elsa Elsie Elvira Emily Emma Erica "
    "Erika Erin Ernestine Estelle Esther Ethel Eunice Eva Evelyn Fatima Felicia Fiona Flora "
    "Frances Francine Frida Gabriela Gabriella Genevieve Geraldine Gertrude Gianna Gina Giselle "
    "Gladys Glenda Gloria Greta Gretchen Gwen Gwendolyn Hailey Haley Hallie Hannah Harriet Heidi "
    "Helen Henrietta Hilda Ida Inez Ingrid Irene Irma Isabel Isabella Isabelle Jacqueline Jan "
    "Jana Jane Janelle Janet Janice Janine Jeanette Jeannie Jenna Jennie Jennifer Jenny Jessica "
    "Jill Jillian Joan Joanna Joanne Jocelyn Johanna Jolene Josephine Josie Joyce Juanita Judith "
    "Judy Julia Juliana Julie Karen Karla Katarina Kate Katelyn Katherine Kathleen Kathryn Kathy "
    "Katie Katy Kayla Kaylee Keiko Kelsey Kendra Khadija Kiara Kimberly Kimiko Kira Krista "
    "Kristen Kristin Kristina Kylie Lakshmi Lana Lara Larissa Laura Lauren Layla Leah Leila Lena "
    "Leticia Lilian Liliana Lillian Linda Lindsay Lisa Liza Lizzy Lola Lorena Loretta Lori "
    "Lorraine Louisa Louise Lucia Luciana Lucille Lucinda Lucy Luisa Lydia Lynette Mabel Maddie "
    "Madeline Maggie Maisie Mandy Mara Marcia Marcy Margaret Margarita Margot Marguerite Maria "
    "Mariana Marie Marilyn Marissa Marjorie Marla Marlene Marsha Marta Martha Mary Matilda "
    "Maureen Maxine Maya Megan Melanie Melinda Melissa Meredith Mia Michelle Mikayla Mildred "
    "Milly Mindy Mira Miriam Molly Mona Monica Muriel Myra Nadia Nadine Nancy Nanette Naomi "
    "Natalia Natalie Natasha Nellie Nicole Nicolette Nina Noelle Nora Noreen Norma Olga Olivia "
    "Pam Pamela Patricia Paula Pauline Peggy Penelope Petra Philippa Phoebe Polly Priscilla Priya "
    "Rachel Ramona Raquel Rebecca Renee Rhonda Rita Roberta Rosa Rosalie Rosalind Rosanna Rosie "
    "Rowena Roxanne Ruth Sabina Sabrina Sadie Sally Samantha Samira Sandra Sara Sarah Selena "
    "Selma Serena Sharon Shawna Sheila Shelly Sheryl Shirley Silvia Simone Siobhan Sofia Sonia "
    "Sophia Sophie Stacy Stella Stephanie Susan Susanna Susie Suzanne Svetlana Sylvia Tabitha "
    "Tamara Tammy Tania Tanya Tara Tatiana Teresa Tessa Thea Thelma Theresa Tiffany Tina Tonya "
    "Tricia Trudy Uma Ursula Valentina Valerie Vanessa Velma Vera Veronica Vivian Vivienne Wanda "
    "Whitney Wilma Winifred Yasmin Yolanda Yvette Yvonne Zainab Zara Zelda Zoe Zoey"
)
MALE = words(
    "Aaron Abdul Abel Adam Ahmed Aiden Alan Albert Alberto Alec Alejandro Alexander Alfonso "
    "Alfred Alfredo Alonzo Alvin Amir Anders Andre Andrew Andy Angelo Anthony Antoine Anton "
    "Antonio Archie Arjun Armando Arnold Arthur Arturo Asher Axel Barnaby Barney Barry Bart Ben "
    "Benedict Benjamin Benny Bernard Bernie Bert Bertram Billy Bob Bobby Boris Brad Braden "
    "Bradley Brandon Brendan Brent Brett Brian Brody Bruce Bruno Bryan Bryce Byron Caleb Callum "
    "Calvin Carl Carlos Cedric Cesar Charles Chester Christopher Clarence Claude Claudio Clifford "
    "Clint Clyde Cody Colin Connor Conrad Cornelius Craig Curtis Cyrus Damian Damien Damon Dan "
    "Daniel Danny Dante Darius Darnell Darrel Darren Darryl Dave David Dennis Derek Desmond "
    "Dexter Diego Dirk Dmitri Dominic Donny Donovan Doug Douglas Duane Duncan Dustin Dwayne "
    "Dwight Dylan Eddie Edgar Eduardo Edward Edwin Eli Elias Elijah Elliot Elmer Emanuel Emil "
    "Emilio Emmett Enrique Enzo Eric Erik Ernest Ernesto Esteban Ethan Evan Ezra Fabian Felipe "
    "Felix Ferdinand Fernando Floyd Fred Freddy Frederick Gabriel Garrett Gary Gavin Geoffrey "
    "George Gerald Gerard Gideon Gilbert Gino Giovanni Gordon Greg Gregory Guillermo Gus Gustavo "
    "Hakeem Hamza Hans Harold Harry Harvey Hassan Hector Heinrich Henry Herbert Herman Hiroshi "
    "Horace Howard Hugh Hugo Humphrey Ian Ibrahim Ignacio Igor Irving Isaac Isaiah Ismael Ivan "
    "Jack Jacob Jake Jamal Jamar James Jared Jason Javier Jed Jeff Jeffrey Jeremy Jermaine Jerome "
    "Jerry Jim Jimmy Joaquin Joe Joel Joey Johan John Johnny Jonah Jonas Jonathan Jorge Jose "
    "Joseph Josh Joshua Josiah Juan Julian Julio Justin Kareem Karl Keith Ken Kenji Kenneth Kenny "
    "Kevin Khalid Kirk Kurt Kwame Kyle Lamar Larry Lars Lawrence Leif Lenny Leo Leon Leonard "
    "Leopold Leroy Lester Liam Lionel Lloyd Lorenzo Louis Luca Lucas Luigi Luis Luke Luther "
    "Magnus Malcolm Malik Manny Manuel Marc Marcel Marcelo Marco Marcus Marlon Martin Marvin "
    "Mateo Matt Matthew Matthias Maurice Mauricio Maximilian Melvin Micah Michael Miguel Mike "
    "Milo Mitch Mitchell Mohamed Morris Murray Nate Nathan Nathaniel Ned Neil Nicholas Nigel "
    "Nikhil Nikolai Noah Norbert Oleg Oliver Omar Orson Osvaldo Oswald Otto Owen Pablo Patrick "
    "Paul Pavel Pedro Percy Pete Peter Phil Philip Phillip Pierre Quentin Rafael Rahul Raj Ralph "
    "Ramon Randall Randolph Raphael Rashid Raul Ravi Raymond Reggie Reginald Ricardo Richard Rick "
    "Robert Roberto Rodney Rodrigo Roger Roland Ron Ronald Ronnie Roy Ruben Rudy Rufus Rupert "
    "Russell Ryan Salvatore Samir Samuel Saul Scott Sean Sebastian Sergei Sergio Seth Shane Shaun "
    "Sheldon Sid Silas Simon Solomon Spencer Stan Stanley Stefan Stephen Steve Steven Stewart "
    "Stuart Sven Sylvester Tariq Ted Terrell Terrence Thaddeus Theo Theodore Thomas Tim Timmy "
    "Timothy Tobias Toby Todd Tom Tomas Tommy Tony Travis Trent Trevor Trey Tristan Tyler Tyrone "
    "Umar Vaughn Vernon Victor Viktor Vince Vincent Virgil Vladimir Wallace Walt Walter Wayne "
    "Wendell Wesley Wilbur Wilfred Willard William Xavier Yusuf Zach Zachary Zack Zane"
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
_LINES = tuple(words(line) for line in _FORMS)
_RELATED = {
    name: frozenset[str]().union(*(line for line in _LINES if name in line))
    for name in frozenset[str]().union(*_LINES)
}


def gender(name: str) -> str | None:
    """Say ``female``, ``male`` or ``unclear`` of a known name; None of any other word."""
    if name in FEMALE:
        return "female"
    if name in MALE:
        return "male"
    return "unclear" if name in UNCLEAR else None


def may_be_one_person(name: str, other: str) -> bool:
    """Whether two different names can be forms of one: Robert and Bob."""
    return other in _RELATED.get(name, ())
