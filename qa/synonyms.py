"""Words of one meaning, and of the opposite one: what `lexicon` knows, written by hand for news."""

# Words of one meaning on a line; behind the bar those of the opposite one. A word counts where it stands first.
GROUPS = """
rise increase grow climb gain surge soar jump raise expand boost | fall decrease drop shrink plunge slump reduce cut dip
improve better ease enhance alleviate | worsen worse deteriorate aggravate
big large huge great vast enormous sizeable extensive | small little minor tiny slight
biggest largest greatest | smallest
high upper top highest | low lower bottom lowest
many most numerous majority | few minority
first primary initial opening | last final closing
new fresh | old
agree accept support back endorse approve favour favor willing | refuse reject decline oppose resist disagree unwilling
confirm affirm acknowledge admit | deny dispute refute
succeed win victory victorious triumph | fail defeat lose unsuccessful
allow let permit enable | ban forbid prohibit block bar prevent
begin start launch commence open kickoff onset | end finish conclude close stop cease halt complete
stay remain | leave depart departure withdraw quit exit
buy purchase acquire acquisition | sell sale
strong strengthen | weak weaken
good positive fine | bad negative poor
right correct accurate | wrong incorrect mistaken deluded deceive
praise commend applaud laud | criticise criticize condemn denounce slam blame
guilty convict | innocent acquit
detain arrest jail imprison | release free liberate
hope hopeful | fear afraid
glad pleased happy delighted gladly | regret sad sorry
include including contain | exclude
unite united unity | divide divided divergent split
peace peaceful nonviolent | violent violence
rich wealthy | impoverished
north northern | south southern
east eastern | west western
public | private
man male boy husband father brother son | woman female girl wife mother sister daughter
always often frequently usually regularly | rarely seldom
legal lawful | illegal unlawful
win | lose
cheap | expensive
young | elderly
profit surplus | deficit
consistent align line | contradict odds inconsistent
trust | distrust
remember | forget
maximum | minimum
talk negotiate negotiation dialogue discuss discussion conversation negotiator
meet meeting session gather gathering
conference summit congress
aid help assist assistance relief
place venue site location spot
goal aim objective purpose target
ceasefire truce armistice
group faction organization
die kill fatality casualty deadly fatally murder slay slain
conflict war fighting hostilities
solve resolve settle solution settlement
foreign outside external overseas abroad
give provide supply offer grant host hosting
send dispatch go
head lead leader chief chair chairman chairwoman boss under
spokesman spokeswoman spokesperson
participate attend join participant involve attendee
want wish desire aspire seek ambition
try attempt effort endeavour endeavor strive
plan intend mean prepare ready prepared
ask request appeal
urge press plead
demand require insist
show reveal demonstrate display
believe think consider view opinion convinced conviction
issue matter topic question point
country nation
people person resident citizen civilian population
child kid
police officer
home house
flee escape
force compel
topple oust overthrow
attack assault raid strike
soldier troop army military
create establish form setup founded founding
implement enforce fulfil fulfill apply
opportunity chance
various different diverse differ difference
whole entire complete total full wholly completely totally entirely fully flatly utterly sole solely
main key chief major principal central
quick rapid fast swift
difficult hard tough
work job task
money fund cash funding
company firm business corporation
worker employee staff
car vehicle
ill sick disease illness
doctor physician
study research survey analyse
scientist researcher
film movie
writer author
game match
team squad delegation side
get receive obtain
come arrive reach
visit trip tour stay
result outcome consequence
progress advance headway
stall standstill deadlock stalemate
impose dictate
condition term
coming upcoming next following forthcoming later | previous earlier past
recent latest newest
choose select pick
appoint nominate
hire recruit | fire sack
overturn annul quash invalidate reverse | uphold
resign quit
dismiss oust
build construct
damage harm
protect defend
injure wound hurt
rescue save
worry concern
near close
stress emphasise emphasize underline underscore highlight
examine review inspect
reply answer respond response
carry conduct run
platform forum
part role
large larger bigger
suffering misery
current present now
continue keep persist ongoing
still yet
revolt uprising rebellion
replace supplant
unprecedented precedent
hostage captive
election vote poll ballot
cost price
cause trigger spark lead prompt provoke
ending end
kazakh kazakhstan
opposition opponent rival
phone telephone
hinge turn depend
organise organize arrange
travel journey
member politician
mercenary fighter
mediate mediator intermediary
clear | unclear
know | unknown
certain | uncertain
likely probably | unlikely
aware | unaware
safe | unsafe
fair | unfair
true | untrue false
possible | impossible
available | unavailable
popular | unpopular
stable | unstable
necessary | unnecessary
expected anticipate predict forecast | unexpected
dialogue platform
initiative proposal
statement declaration
signatory sign
gunman gunmen shooter
oldest eldest | youngest
closest nearest | farthest furthest
republican gop
nearly almost roughly approximately virtually
unveil introduce debut
law legislation statute
sue suit lawsuit litigation
prosecution prosecutor prosecute
defense defence
accuse accusation allege allegation
crime offence offense
revenue turnover earnings
tax levy
wage salary
suspend suspension pause
vacation holiday
gasoline petrol
danger dangerous hazard risk peril
important significant crucial vital essential
famous renowned prominent
expert specialist
effective effectiveness efficacy
vaccine vaccination jab inoculation
candidate contender
supporter backer
award prize
student pupil
teacher educator
university college
city town
area region zone district territory
boat ship vessel
plane aircraft airplane jet airliner
moon lunar
sun solar
sea ocean marine maritime
explosion blast explode detonate
gun firearm weapon
destroy destruction demolish devastate
investigate investigation probe inquiry enquiry
drug medicine medication
treatment therapy
program programme scheme project
rule regulation
bank lender
share stock
merge merger
customer client consumer
shop store retailer
internet online web
photo photograph picture image
video clip footage
actor actress
coach manager trainer
player athlete
tournament competition contest
marry marriage wedding wed
couple pair
several multiple
sufficient adequate enough | insufficient inadequate
normal usual typical ordinary | abnormal unusual
sudden suddenly abrupt abruptly
eventually ultimately
especially particularly notably
mostly mainly largely primarily predominantly chiefly
merely simply
seem appear apparently seemingly
error mistake
lack shortage scarcity
comprise consist
occur happen
hinder hamper impede obstruct
return comeback
move shift relocate
hide conceal
steal theft rob robbery
fraud scam swindle
secret covert clandestine
surprise shock astonish stun
angry anger fury furious outrage
promise pledge vow
warn caution alert
advise advice recommend
seize confiscate
invade invasion incursion
border frontier
ambassador envoy
lawmaker legislator congressman
lawyer attorney
journalist reporter correspondent
document paper
treaty pact accord
oil petroleum
produce manufacture
achieve accomplish attain
exceed surpass
delay postpone postponement
cancel scrap
limit restrict restriction curb
national nationwide
worldwide global international
yearly annual
abolish abolition
legalise legalize legalization legalisation
lasting sustained durable permanent | temporary
mismanage mismanagement
clearly obviously evidently
"""
